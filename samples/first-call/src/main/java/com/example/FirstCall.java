package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class FirstCall {

	public static void main(String[] args) {
		SpringApplication.run(FirstCall.class, args);
	}

}
